/** People at real screens: a Chromium, and what they do in the console and in the widget. */
package io.parley.e2e.browser;
