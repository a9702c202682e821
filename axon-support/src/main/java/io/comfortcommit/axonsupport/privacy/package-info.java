/** Personal data in stored messages: encrypted per subject, gone when the subject's key is. */
@NullMarked
package io.comfortcommit.axonsupport.privacy;

import org.jspecify.annotations.NullMarked;
