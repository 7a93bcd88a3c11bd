//! Batches of rows from who finds them in a file to who takes them in: the first on one thread, the rest on two, or on
//! three where somebody looks at them in between.

use super::batch::{Batch, Rows};
use super::fast::Texts;
use super::visitor::{Looker, Visitor};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

/// Batches found by who takes them in, so that a look at the first rows starts no thread.
const AT_ONCE: usize = 2;
/// Batches that may wait to be taken in.
const AHEAD: usize = 4;

/// Hands batches on. With the last one comes what came of the whole.
pub(super) struct Taker<'a, T> {
    /// The texts that cells share.
    pub texts: &'a Texts,
    /// Whether the last rows are whole, where that came of it.
    pub is_whole: fn(&T) -> bool,
}

/// How it ended.
pub(super) enum Given<T> {
    /// With what came of it.
    End(T),
    /// The visitor has enough.
    Enough,
    /// Who was to find batches gave up.
    Nothing,
}

impl<T> Taker<'_, T> {
    /// Gives the first batches. Breaks with what came of it, or with nothing where the visitor has enough.
    pub(super) fn give_first(
        &self,
        next: &mut dyn FnMut(&mut Batch) -> Option<T>,
        visitor: &mut dyn Visitor,
    ) -> ControlFlow<Option<T>> {
        let mut batch = Batch::default();
        for _ in 0..AT_ONCE {
            let end = next(&mut batch);
            if self.give(&batch, end.as_ref(), visitor, false).is_break() {
                return ControlFlow::Break(None);
            }
            if end.is_some() {
                return ControlFlow::Break(end);
            }
        }
        ControlFlow::Continue(())
    }

    /// Gives the rows of a batch: cell by cell where the last of them may not be whole.
    fn give(&self, batch: &Batch, end: Option<&T>, visitor: &mut dyn Visitor, looked_at: bool) -> ControlFlow<()> {
        match whole(batch, self.texts, end, self.is_whole) {
            Some(rows) if looked_at => visitor.rows_looked_at(&rows),
            Some(rows) => visitor.rows(&rows),
            None => Rows::new(batch, self.texts).each(0, &mut |cell| visitor.cell(cell)),
        }
    }
}

impl<'a, T: Send> Taker<'a, T> {
    /// Gives the batches that are left, which are found on a thread of their own, and looked at on another where somebody
    /// looks at them.
    pub(super) fn give_rest<'scope, 'env>(
        &self,
        scope: &'scope Scope<'scope, 'env>,
        mut next: impl FnMut(&mut Batch) -> Option<T> + Send + 'scope,
        visitor: &mut dyn Visitor,
        looker: Option<&'a dyn Looker>,
    ) -> Given<T>
    where
        T: 'scope,
        'a: 'scope,
    {
        let (give_batch, mut filled) = sync_channel(AHEAD);
        let (empty, emptied) = sync_channel::<Batch>(AHEAD);
        scope.spawn(move || {
            loop {
                let mut batch = emptied.try_recv().unwrap_or_default();
                let end = next(&mut batch);
                let is_last = end.is_some();
                // Nobody takes it where the visitor has enough.
                if give_batch.send((batch, end)).is_err() || is_last {
                    return;
                }
            }
        });
        if let Some(looker) = looker {
            let (give_on, looked_at) = sync_channel(AHEAD);
            let found = std::mem::replace(&mut filled, looked_at);
            let looking = Looking { texts: self.texts, is_whole: self.is_whole, looker };
            scope.spawn(move || looking.run(&found, &give_on));
        }
        for (batch, end) in filled {
            if self.give(&batch, end.as_ref(), visitor, looker.is_some()).is_break() {
                return Given::Enough;
            }
            if let Some(end) = end {
                return Given::End(end);
            }
            // Where none is wanted any more it is thrown away.
            let _ = empty.try_send(batch);
        }
        Given::Nothing
    }
}

/// Who looks at batches on their way.
struct Looking<'a, T> {
    texts: &'a Texts,
    is_whole: fn(&T) -> bool,
    looker: &'a dyn Looker,
}

impl<T> Looking<'_, T> {
    /// Looks at all of them, until nobody wants them.
    fn run(self, found: &Receiver<(Batch, Option<T>)>, to: &SyncSender<(Batch, Option<T>)>) {
        for (batch, end) in found {
            if let Some(rows) = whole(&batch, self.texts, end.as_ref(), self.is_whole) {
                self.looker.look(&rows);
            }
            let is_last = end.is_some();
            if to.send((batch, end)).is_err() || is_last {
                return;
            }
        }
    }
}

/// The rows of a batch; none where the last of them may not be whole.
fn whole<'b, T>(batch: &'b Batch, texts: &'b Texts, end: Option<&T>, is_whole: fn(&T) -> bool) -> Option<Rows<'b>> {
    let rows = Rows::new(batch, texts);
    (end.is_none_or(is_whole) && !rows.is_empty()).then_some(rows)
}
