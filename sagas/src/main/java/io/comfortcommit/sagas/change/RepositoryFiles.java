package io.comfortcommit.sagas.change;

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
 * @param ignored what is not to be looked at, of {@code .comfortignore}
 */
public record RepositoryFiles(CommitRules rules, IgnoredPaths ignored) {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryFiles.class);
    private static final List<String> FILES = files();

    private static List<String> files() {
        List<String> files = new ArrayList<>(CommitlintReader.FILES);
        files.add(IgnoredPaths.FILE);
        return List.copyOf(files);
    }

    /**
     * As of the captured tree. Rules that can't be understood say nothing; where the tree itself can't be read this fails,
     * since nobody knows then what is not to be looked at.
     */
    public static RepositoryFiles of(Repositories repositories, DraftId draft) {
        Map<String, String> texts = repositories.texts(draft, FILES);
        return new RepositoryFiles(rules(texts), IgnoredPaths.of(texts.getOrDefault(IgnoredPaths.FILE, "")));
    }

    private static CommitRules rules(Map<String, String> texts) {
        try {
            return CommitlintReader.read(texts);
        } catch (RuntimeException e) {
            LOG.warn("the repository's own rules can't be read", e);
            return CommitRules.NONE;
        }
    }
}
