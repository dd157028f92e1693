/** What a service can be told by its environment, looked through before anything else starts. */
package io.parley.contracts.setting;
