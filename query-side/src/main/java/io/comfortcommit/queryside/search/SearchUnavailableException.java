package io.comfortcommit.queryside.search;

/** OpenSearch does not answer, or says that it can't now. Its own words are left out: they may quote a document. */
final class SearchUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SearchUnavailableException(String what) {
        super(what);
    }
}
