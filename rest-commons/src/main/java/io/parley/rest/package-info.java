/**
 * What services with REST do alike, so that each refusal, role and limit is the same at every
 * address: a library without routes, tables or topics of its own.
 */
package io.parley.rest;
