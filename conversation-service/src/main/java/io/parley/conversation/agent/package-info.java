/**
 * The agents of a channel, as far as they were ever seen there, and whether they have a socket open
 * now. To whom a conversation can be given.
 */
package io.parley.conversation.agent;
