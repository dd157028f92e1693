/** Many small requests made into few calls, without a timer. Knows nothing of what it carries. */
package io.parley.gateway.batch;
