/**
 * The files that run the suite elsewhere (images, compose, Kubernetes, alerts) and the documents
 * about it, compared with the code. Nothing is started here.
 */
package io.parley.deployment;
