/**
 * What was done that others will ask about: who, what, when and on what, in a table that takes new
 * rows only. Every room writes here; it knows none of them.
 */
package io.parley.conversation.audit;
