/** What is in a text, told in one pass: where a regular expression would look at each character many times. */
@NullMarked
package io.comfortcommit.analysis.text;

import org.jspecify.annotations.NullMarked;
