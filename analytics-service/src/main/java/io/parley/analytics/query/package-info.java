/** What can be asked, over REST: the last 24 hours, and any window in detail, also as CSV. */
package io.parley.analytics.query;
