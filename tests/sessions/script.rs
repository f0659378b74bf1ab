//! A session as a list of steps. Each step means something whatever stands before it, so that a script stays one when
//! steps are left out.

use crate::dice::Dice;
use crate::material::{DOCUMENTS, FOLDERS, OTHERS, SETTINGS, name, text, typed};

/// A document, as its place in [`DOCUMENTS`].
pub type Doc = usize;

/// A change of a text, from one part of its length to another.
#[derive(Clone, Debug)]
pub struct Edit {
    pub at: u16,
    /// How many bytes go, at most.
    pub length: u16,
    pub text: String,
}

#[derive(Clone, Debug)]
pub enum Step {
    Open(Doc, String),
    /// With what stands on the disk.
    OpenFromDisk(Doc),
    /// One notification with these edits, one after the other.
    Change(Doc, Vec<Edit>),
    /// Each letter in a notification of its own.
    Type(Doc, u16, String),
    Replace(Doc, String),
    Save(Doc),
    Close(Doc),
    Ask(Doc, usize, u16, u16),
    /// Asks, and cancels before the answer is there.
    AskInVain(Doc, usize, u16),
    /// Makes what the server answers.
    Format(Doc),
    Fix(Doc, u16, usize),
    Rename(Doc, u16, String),
    Write(String, String),
    Delete(String),
    Move(Doc, Doc),
    Settings(usize),
    Folder(usize),
    /// The client tells of all files that have changed since it last did.
    Watched,
    Illegal(Illegal),
    /// Both servers have to agree.
    Pause,
}

#[derive(Clone, Debug)]
pub enum Illegal {
    UnknownMethod,
    UnknownNotification,
    HugeId(usize),
    WrongParams(usize),
    OpenAgain(Doc, String),
    ChangeUnopened(Doc),
    CloseUnopened(Doc),
    OutOfRange(Doc, String),
    OldVersion(Doc, Edit),
    Bytes(usize),
    InitializeAgain,
    UnasksNothing,
    AnswersNothing,
    AskUnopened(Doc, usize),
}

/// Bytes that are no message, each of which costs no other.
pub const GARBAGE: [&[u8]; 11] = [
    b"garbage\r\n",
    b"\r\n\r\n\r\n",
    b"Content-Length: 5\r\n\r\n[1,2]",
    b"Content-Length: 0\r\n\r\n",
    b"Content-Length: 11\r\n\r\n{\"a\": \"\xff\xfe\"}",
    b"Content-Length: abc\r\n\r\n",
    b"Content-Length: 99999999999999999999\r\n\r\n",
    b"Content-Type: x\r\n\r\n",
    b"Content-Length: 2\r\n\r\n{}",
    // Swallows the header of the next message.
    b"Content-Length: 40\r\n\r\n{\"x\":",
    b"Content-Length: 4\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}\r\n",
];

/// A script of about so many steps, with a pause after every few.
pub fn script(dice: &mut Dice, steps: usize) -> Vec<Step> {
    // Most of a session is about a few documents.
    let hot: Vec<Doc> = (0..3).map(|_| dice.below(DOCUMENTS.len())).collect();
    let mut script = Vec::new();
    script.extend(hot.iter().map(|doc| Step::Open(*doc, text(dice, DOCUMENTS[*doc]))));
    for _ in 0..steps {
        let doc = if dice.percent(80) { *dice.pick(&hot) } else { dice.below(DOCUMENTS.len()) };
        let step = step(dice, doc);
        script.push(step);
        if dice.percent(4) {
            script.push(Step::Pause);
        }
    }
    script.push(Step::Pause);
    script
}

fn step(dice: &mut Dice, doc: Doc) -> Step {
    match dice.below(100) {
        0..3 => Step::Open(doc, text(dice, DOCUMENTS[doc])),
        3..6 => Step::OpenFromDisk(doc),
        6..30 => Step::Change(doc, (0..1 + dice.below(4)).map(|_| edit(dice)).collect()),
        30..42 => Step::Type(doc, dice.part(), (0..1 + dice.below(6)).map(|_| typed(dice)).collect()),
        42..44 => Step::Replace(doc, text(dice, DOCUMENTS[doc])),
        44..48 => Step::Save(doc),
        48..51 => Step::Close(doc),
        51..66 => Step::Ask(doc, dice.below(64), dice.part(), dice.part()),
        66..70 => Step::AskInVain(doc, dice.below(64), dice.part()),
        70..72 => Step::Format(doc),
        72..77 => Step::Fix(doc, dice.part(), dice.below(8)),
        77..79 => Step::Rename(doc, dice.part(), name(dice)),
        79..83 => {
            let path = file(dice);
            let text = text(dice, &path);
            Step::Write(path, text)
        }
        83..84 => Step::Delete(file(dice)),
        84..86 => Step::Move(doc, dice.below(DOCUMENTS.len())),
        86..87 => Step::Settings(dice.below(SETTINGS.len())),
        87..89 => Step::Folder(dice.below(FOLDERS.len())),
        89..92 => Step::Watched,
        _ => Step::Illegal(illegal(dice, doc)),
    }
}

/// A step of plain work on the first few documents.
pub fn work(dice: &mut Dice) -> Step {
    loop {
        let doc = dice.below(6);
        let step = step(dice, doc);
        let is_work = matches!(
            step,
            Step::Change(..)
                | Step::Type(..)
                | Step::Save(_)
                | Step::Ask(..)
                | Step::AskInVain(..)
                | Step::Format(_)
                | Step::Fix(..)
                | Step::Close(_)
                | Step::OpenFromDisk(_)
        );
        if is_work {
            return step;
        }
    }
}

fn file(dice: &mut Dice) -> String {
    let all = DOCUMENTS.iter().chain(&OTHERS).filter(|path| !path.contains(':'));
    let all: Vec<&&str> = all.collect();
    (**dice.pick(&all)).to_owned()
}

fn edit(dice: &mut Dice) -> Edit {
    let length = match dice.below(10) {
        0..5 => 0,
        5..9 => dice.below(12),
        _ => dice.below(400),
    };
    // Often in the front matter, where most happens.
    let at = if dice.percent(40) { dice.part() / 6 } else { dice.part() };
    Edit { at, length: length as u16, text: if dice.percent(25) { String::new() } else { typed(dice) } }
}

fn illegal(dice: &mut Dice, doc: Doc) -> Illegal {
    match dice.below(14) {
        0 => Illegal::UnknownMethod,
        1 => Illegal::UnknownNotification,
        2 => Illegal::HugeId(dice.below(6)),
        3 => Illegal::WrongParams(dice.below(64)),
        4 => Illegal::OpenAgain(doc, text(dice, DOCUMENTS[doc])),
        5 => Illegal::ChangeUnopened(doc),
        6 => Illegal::CloseUnopened(doc),
        7 => Illegal::OutOfRange(doc, typed(dice)),
        8 => Illegal::OldVersion(doc, edit(dice)),
        9 => Illegal::InitializeAgain,
        10 => Illegal::UnasksNothing,
        11 => Illegal::AnswersNothing,
        12 => Illegal::AskUnopened(doc, dice.below(64)),
        _ => Illegal::Bytes(dice.below(GARBAGE.len())),
    }
}
