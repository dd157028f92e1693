/** The settings of this service, typed, each with its meaning. */
package io.parley.gateway.config;
