/** The whole server with a language model beside it, which is a server that says what it is told. */
@NullMarked
package io.comfortcommit.acceptance.model;

import org.jspecify.annotations.NullMarked;
