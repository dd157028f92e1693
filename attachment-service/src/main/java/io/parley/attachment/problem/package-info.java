/** How a refusal reaches a client: as {@code application/problem+json}, whoever said no. */
package io.parley.attachment.problem;
