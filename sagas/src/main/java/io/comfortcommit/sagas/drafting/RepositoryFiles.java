package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.commitlint.CommitRules;
import io.comfortcommit.analysis.commitlint.CommitlintReader;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.Repositories;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a repository says about its drafts in files of its own.
 *
 * @param ignored by the search for secrets, of {@code .comfortignore}
 */
record RepositoryFiles(CommitRules rules, IgnoredPaths ignored) {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryFiles.class);
    private static final List<String> FILES = files();

    private static List<String> files() {
        List<String> files = new ArrayList<>(CommitlintReader.FILES);
        files.add(IgnoredPaths.FILE);
        return List.copyOf(files);
    }

    /** As of the captured tree. A file that can't be read says nothing. */
    static RepositoryFiles of(Repositories repositories, DraftId draft) {
        try {
            Map<String, String> texts = repositories.texts(draft, FILES);
            return new RepositoryFiles(
                    CommitlintReader.read(texts), IgnoredPaths.of(texts.getOrDefault(IgnoredPaths.FILE, "")));
        } catch (RuntimeException e) {
            LOG.warn("the repository's own rules can't be read", e);
            return new RepositoryFiles(CommitRules.NONE, IgnoredPaths.none());
        }
    }
}
