//! Findings for people: the line, the text underlined, and what to do.

use super::{Diagnostic, Fix, Severity};
use crate::source::{FileId, SourceFile, Sources, Span};
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
        Some((span, _)) => {
            let mut group = title.element(snippet(span.file, diagnostic, sources));
            let mut others: Vec<FileId> =
                diagnostic.related.iter().map(|(s, _)| s.file).filter(|f| *f != span.file).collect();
            others.dedup();
            for file in others {
                group = group.element(snippet(file, diagnostic, sources));
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
    let part = Part::around([fix.span].into_iter(), file);
    let patch = Patch::new(part.range(fix.span), fix.text.as_str());
    let group = Level::HELP.secondary_title("this may be meant").element(part.snippet(file).patch(patch));
    file.cells.is_empty().then_some(group)
}

/// The lines of a file that a finding needs. The whole of it would be gone through for each of thousands of
/// findings.
struct Part {
    start: usize,
    end: usize,
    first_line: usize,
}

impl Part {
    /// Lines beside those of the spans, so that what is left out is seen to be.
    const AROUND: usize = 2;

    fn around(spans: impl Iterator<Item = Span> + Clone, file: &SourceFile) -> Part {
        let from = spans.clone().map(|span| span.start).min().unwrap_or(0);
        let to = spans.map(|span| span.end).max().unwrap_or(0);
        let (bytes, first_line) = file.lines_around(from, to, Part::AROUND);
        Part { start: bytes.start, end: bytes.end, first_line }
    }

    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let inside = |byte: u32| (byte as usize).clamp(self.start, self.end) - self.start;
        inside(span.start)..inside(span.end)
    }

    fn snippet<'a, T: Clone>(&self, file: &'a SourceFile) -> Snippet<'a, T> {
        let text = file.text.get(self.start..self.end).unwrap_or_default();
        Snippet::source(text).line_start(self.first_line).path(file.path.as_str()).fold(true)
    }
}

type Shown<'a> = Snippet<'a, annotate_snippets::Annotation<'a>>;

/// The lines of a file that the finding is about, with everything it says of them.
fn snippet<'a>(file: FileId, diagnostic: &'a Diagnostic, sources: &'a Sources) -> Shown<'a> {
    let primary = diagnostic.primary.iter().filter(|(span, _)| span.file == file);
    let related = diagnostic.related.iter().filter(|(span, _)| span.file == file);
    let source = sources.file(file);
    let part = Part::around(primary.clone().chain(related.clone()).map(|(span, _)| *span), source);
    let mut snippet = part.snippet(source);
    for (span, label) in primary {
        let annotation = AnnotationKind::Primary.span(part.range(*span));
        let labelled = if label.is_empty() { annotation } else { annotation.label(label.as_str()) };
        snippet = snippet.annotation(labelled);
    }
    for (span, role) in related {
        snippet = snippet.annotation(AnnotationKind::Context.span(part.range(*span)).label(role.as_str()));
    }
    snippet
}
