/** What the OpenAPI document needs beyond annotations. */
package io.parley.attachment.openapi;
