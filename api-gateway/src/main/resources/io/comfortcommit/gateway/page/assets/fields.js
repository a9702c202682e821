/** What lists show of a draft. */
export const SUMMARY = `id status version message subject origin branch mode summary { filesChanged insertions deletions }
  unpushedCommits pushedBy commitId commitIds landing landedOn rebased failure reason pullRequest { url trouble words } advice successorId capturedAt updatedAt`;

/** What the view of one draft shows. */
export const WHOLE = `${SUMMARY} canRedraft redraft card { secrets { id kind path line cleared } symbols { name change } risk { level reasons { code text } }
  clusters { title theme fileCount insertions deletions } reasons { text }}`;

export const DRAFT = `query($id: ID!) { draft(id: $id) { ${WHOLE} } }`;
