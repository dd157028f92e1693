/**
 * The images and {@code docker-compose.yml}, run for real: {@code ./parley test containers}. No
 * part of the default run; it needs an engine, which {@code containers/with-engine.sh} sees to.
 */
package io.parley.e2e.containers;
