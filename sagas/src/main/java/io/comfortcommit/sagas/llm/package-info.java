/** Drafts by a model: a pool of OpenAI-compatible endpoints whose failures nobody sees. */
@NullMarked
package io.comfortcommit.sagas.llm;

import org.jspecify.annotations.NullMarked;
