package io.comfortcommit.repositories.hosts;

/**
 * A pull request to be opened.
 *
 * @param head short name of the branch with the commit
 * @param base short name of the branch that it is for
 * @param body Markdown
 */
public record PullRequestOrder(String head, String base, String title, String body) {}
