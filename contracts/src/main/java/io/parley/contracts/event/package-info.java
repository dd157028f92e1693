/**
 * What happened, as records: the events of the conversation log and of channels, what the loyalty
 * platform and the attachment store tell, and the signals that are never stored.
 *
 * <p>A field may be added; none is ever renamed, removed or given another meaning. The schemas and
 * golden samples beside the classes hold this.
 */
package io.parley.contracts.event;
