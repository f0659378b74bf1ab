//! Writes a value as the Rust expression that makes it. Used by `build.rs` only: the compiled-in
//! tables are plain constants, so starting costs nothing.
//!
//! A type fits when its `Serialize` names are its Rust names (rename for `Deserialize` alone), its
//! texts are [`crate::fact::Str`] and its lists [`crate::fact::List`].

use serde::ser::{self, Impossible, Serialize};
use std::fmt::{self, Write};

/// The Rust expression that makes `value`.
pub fn rust_literal<T: Serialize>(value: &T) -> String {
    let mut writer = Writer { out: String::new() };
    match value.serialize(&mut writer) {
        Ok(()) => writer.out,
        Err(error) => panic!("a fact that has no constant form: {error}"),
    }
}

struct Writer {
    out: String,
}

/// A kind of value that no constant of ours holds.
#[derive(Debug)]
pub struct Unsupported(String);

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Unsupported {}
impl ser::Error for Unsupported {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Unsupported(message.to_string())
    }
}

type Done = Result<(), Unsupported>;

fn unsupported<T>(what: &str) -> Result<T, Unsupported> {
    Err(Unsupported(what.to_owned()))
}

impl Writer {
    fn display(&mut self, value: impl fmt::Display) -> Done {
        write!(self.out, "{value}").map_err(|_| Unsupported("writing failed".into()))
    }
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Parts<'a>;
    type SerializeMap = Impossible<(), Unsupported>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Parts<'a>;

    fn serialize_bool(self, v: bool) -> Done {
        self.display(v)
    }
    fn serialize_i8(self, v: i8) -> Done {
        self.display(v)
    }
    fn serialize_i16(self, v: i16) -> Done {
        self.display(v)
    }
    fn serialize_i32(self, v: i32) -> Done {
        self.display(v)
    }
    fn serialize_i64(self, v: i64) -> Done {
        self.display(v)
    }
    fn serialize_u8(self, v: u8) -> Done {
        self.display(v)
    }
    fn serialize_u16(self, v: u16) -> Done {
        self.display(v)
    }
    fn serialize_u32(self, v: u32) -> Done {
        self.display(v)
    }
    fn serialize_u64(self, v: u64) -> Done {
        self.display(v)
    }
    fn serialize_f32(self, _: f32) -> Done {
        unsupported("a float")
    }
    fn serialize_f64(self, _: f64) -> Done {
        unsupported("a float")
    }
    fn serialize_char(self, v: char) -> Done {
        self.display(format_args!("{v:?}"))
    }
    fn serialize_str(self, v: &str) -> Done {
        self.display(format_args!("Cow::Borrowed({v:?})"))
    }
    fn serialize_bytes(self, _: &[u8]) -> Done {
        unsupported("bytes")
    }
    fn serialize_none(self) -> Done {
        self.display("None")
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Done {
        self.out.push_str("Some(");
        value.serialize(&mut *self)?;
        self.display(")")
    }
    fn serialize_unit(self) -> Done {
        self.display("()")
    }
    fn serialize_unit_struct(self, name: &'static str) -> Done {
        self.display(name)
    }
    fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Done {
        self.display(format_args!("{name}::{variant}"))
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, name: &'static str, value: &T) -> Done {
        self.display(format_args!("{name}("))?;
        value.serialize(&mut *self)?;
        self.display(")")
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        self.display(format_args!("{name}::{variant}("))?;
        value.serialize(&mut *self)?;
        self.display(")")
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Unsupported> {
        self.out.push_str("Cow::Borrowed(&[");
        Ok(Parts { writer: self, close: "])" })
    }
    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Unsupported> {
        self.out.push('(');
        Ok(Parts { writer: self, close: ")" })
    }
    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Unsupported> {
        self.display(format_args!("{name}("))?;
        Ok(Parts { writer: self, close: ")" })
    }
    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Unsupported> {
        self.display(format_args!("{name}::{variant}("))?;
        Ok(Parts { writer: self, close: ")" })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unsupported> {
        unsupported("a map")
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Unsupported> {
        self.display(format_args!("{name} {{ "))?;
        Ok(Parts { writer: self, close: " }" })
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Unsupported> {
        self.display(format_args!("{name}::{variant} {{ "))?;
        Ok(Parts { writer: self, close: " }" })
    }
}

/// The inside of a list, tuple or struct.
struct Parts<'a> {
    writer: &'a mut Writer,
    close: &'static str,
}

impl Parts<'_> {
    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        value.serialize(&mut *self.writer)?;
        self.writer.display(", ")
    }
    fn named<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.writer.display(format_args!("{key}: "))?;
        self.item(value)
    }
    fn finish(self) -> Done {
        self.writer.display(self.close)
    }
}

impl ser::SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unsupported;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}
impl ser::SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Unsupported;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}
impl ser::SerializeTupleStruct for Parts<'_> {
    type Ok = ();
    type Error = Unsupported;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}
impl ser::SerializeTupleVariant for Parts<'_> {
    type Ok = ();
    type Error = Unsupported;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}
impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unsupported;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.named(key, value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}
impl ser::SerializeStructVariant for Parts<'_> {
    type Ok = ();
    type Error = Unsupported;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.named(key, value)
    }
    fn end(self) -> Done {
        self.finish()
    }
}
