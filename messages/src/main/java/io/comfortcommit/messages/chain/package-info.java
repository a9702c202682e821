/**
 * What proves that nothing of the audit trail was changed: leaves, their Merkle tree (RFC 9162, section 2.1), signed
 * checkpoints (C2SP), and the verification of all that. Used by who keeps the chain and by who mistrusts him.
 */
@NullMarked
package io.comfortcommit.messages.chain;

import org.jspecify.annotations.NullMarked;
