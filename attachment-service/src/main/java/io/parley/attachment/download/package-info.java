/** How files and what is known about them go out. */
package io.parley.attachment.download;
