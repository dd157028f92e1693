/** Who a token says somebody is. */
package io.parley.analytics.identity;
