/** Coming up and going down without anybody losing a message: readiness and the drain. */
package io.parley.gateway.lifecycle;
