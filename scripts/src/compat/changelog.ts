import type { Finding } from './finding.ts';

/**
 * The breaks that nobody was told of: those whose subject no line `BREAKING (contract) …` or `BREAKING (types) …` of the
 * unreleased version in the changelog names. One line may name several.
 */
export function unnamed(findings: readonly Finding[], changelog: string): Finding[] {
  const lines = breakingLines(changelog);
  return findings
    .filter(({ level }) => level === 'break')
    .filter(({ part, subject }) => !lines.some((line) => line.part === part && line.words.has(subject)));
}

function breakingLines(changelog: string): { part: string; words: Set<string> }[] {
  const unreleased = changelog.split(/^## /m).find((section) => /^[^\n]*unreleased/i.test(section)) ?? '';
  return unreleased.split(/^\s*[-*] |\n(?=BREAKING )|\n\n/m).flatMap((line) => {
    const [, part, text] = /^BREAKING \((contract|types)\)([\s\S]*)/.exec(line.trim()) ?? [];
    return part && text ? [{ part, words: new Set(text.match(/[\w-]+/g) ?? []) }] : [];
  });
}
