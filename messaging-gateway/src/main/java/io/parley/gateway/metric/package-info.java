/** What this service counts about itself. */
package io.parley.gateway.metric;
