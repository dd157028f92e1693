/** Read and delivered marks: kept for a moment, the highest written down and told. */
package io.parley.gateway.mark;
