//! Findings for people: the line, the text underlined, and what to do.

use super::{Diagnostic, Fix, Severity};
use crate::source::{FileId, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

/// How findings are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Style {
    /// Without colour.
    #[default]
    Plain,
    /// With colour, for a terminal.
    Colour,
}

/// All findings, one after another, as text ending with a line break; empty where there are none.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&one(diagnostic, sources, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut groups = Vec::new();
    match &diagnostic.primary {
        None => groups.push(Group::with_title(title)),
        Some((span, label)) => {
            let mut group = title.element(snippet(span.file, (*span, label), diagnostic, sources));
            let mut others: Vec<FileId> =
                diagnostic.related.iter().map(|(s, _)| s.file).filter(|f| *f != span.file).collect();
            others.dedup();
            for file in others {
                group = group.element(related_snippet(file, diagnostic, sources));
            }
            groups.push(group);
        }
    }
    if let Some(help) = &diagnostic.help
        && let Some(group) = groups.pop()
    {
        groups.push(group.element(Level::HELP.message(help.as_str())));
    }
    groups.extend(diagnostic.fix.as_ref().filter(|fix| !fix.certain).and_then(|fix| suggestion(fix, sources)));
    renderer.render(&groups)
}

/// The line as it would be with a change that may be meant; nothing where the text cannot be changed here.
fn suggestion<'a>(fix: &'a Fix, sources: &'a Sources) -> Option<Group<'a>> {
    let file = sources.file(fix.span.file);
    let patch = Patch::new(range(fix.span), fix.text.as_str());
    let snippet = Snippet::source(file.text.as_str()).path(file.path.as_str()).fold(true).patch(patch);
    file.cells.is_empty().then(|| Level::HELP.secondary_title("this may be meant").element(snippet))
}

fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}

fn snippet<'a>(
    file: FileId,
    primary: (Span, &'a String),
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let (span, label) = primary;
    let mut annotation = AnnotationKind::Primary.span(range(span));
    if !label.is_empty() {
        annotation = annotation.label(label.as_str());
    }
    with_related(base(file, sources).annotation(annotation), file, diagnostic)
}

fn related_snippet<'a>(
    file: FileId,
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    with_related(base(file, sources), file, diagnostic)
}

fn base(file: FileId, sources: &Sources) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let source = sources.file(file);
    Snippet::source(source.text.as_str()).path(source.path.as_str()).fold(true)
}

fn with_related<'a>(
    mut snippet: Snippet<'a, annotate_snippets::Annotation<'a>>,
    file: FileId,
    diagnostic: &'a Diagnostic,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    for (span, role) in diagnostic.related.iter().filter(|(span, _)| span.file == file) {
        snippet = snippet.annotation(AnnotationKind::Context.span(range(*span)).label(role.as_str()));
    }
    snippet
}
