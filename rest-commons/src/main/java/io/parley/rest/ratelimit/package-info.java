/**
 * How often callers may ask, by the contracts' one table: by address before anything else is looked
 * at, by identity once it is known. Counted in memory, each instance its share.
 */
package io.parley.rest.ratelimit;
