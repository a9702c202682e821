/** Who may come in: the owner token, the browser's session, and the codes that pair a browser. */
@NullMarked
package io.comfortcommit.gateway.access;

import org.jspecify.annotations.NullMarked;
