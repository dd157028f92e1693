/** What every OpenAPI document says beyond what the routes' own annotations do. */
package io.parley.rest.openapi;
