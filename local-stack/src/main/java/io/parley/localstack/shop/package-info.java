/**
 * A brand's own page on an origin of its own, which embeds the widget as anybody's page would.
 * Nothing here knows more of Parley than that: it serves a page, and tokens for who is logged in.
 */
package io.parley.localstack.shop;
