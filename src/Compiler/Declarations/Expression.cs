namespace Fusion.Compiler.Declarations;

/// <summary>
/// An expression of a declaration: of an attribute's argument or of a <c>Forward</c> method. <see cref="Id"/> numbers the
/// expressions of one type in the order in which they are written, so that a diagnostic finds the source text, while no
/// position enters the model: text that only moves leaves the model equal.
/// </summary>
public abstract record Expression(int Id);

/// <summary>A constant: <see cref="int"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>.</summary>
public sealed record Literal(int Id, object Value) : Expression(Id);

/// <summary>An expression that Parse could not read; what is wrong is reported already. Its value is unknown.</summary>
public sealed record Unreadable(int Id) : Expression(Id);

/// <summary>
/// A name or path of the weights file, with holes: <c>conv{first + index}</c> is the text <c>conv</c> and a sum. The only expression that
/// <c>Name</c>, <c>Prefix</c> and the like are read as, so that none of them is taken by the letter.
/// </summary>
public sealed record Template(int Id, EquatableArray<Expression> Parts) : Expression(Id);

/// <summary>A local, a block parameter, an input of <c>Forward</c> or a layer.</summary>
public sealed record Name(int Id, string Identifier) : Expression(Id);

/// <summary><c>target.member</c>: a shape property (<c>x.Channels</c>) or an enumeration's member (<c>Activation.Relu</c>).</summary>
public sealed record Member(int Id, Expression Target, string Identifier) : Expression(Id);

/// <summary>
/// A call: of a layer by its field's name, of a function of <c>Ops</c> (spelled <c>Ops.Relu</c> where a layer has the same name), of
/// <c>Math</c> (spelled <c>Math.Max</c>), or a cast (<c>(int)</c>, <c>(double)</c>).
/// </summary>
public sealed record Call(int Id, string Function, EquatableArray<Argument> Arguments) : Expression(Id);

/// <summary>An argument of a call or attribute. <see cref="Name"/> is the parameter's name; empty where the caller gave none.</summary>
public sealed record Argument(string Name, Expression Value);

/// <summary>A unary operation: <c>-</c>, <c>+</c> or <c>!</c>.</summary>
public sealed record Unary(int Id, string Operator, Expression Operand) : Expression(Id);

/// <summary>A binary operation; the operator is spelled as in C#.</summary>
public sealed record Binary(int Id, string Operator, Expression Left, Expression Right) : Expression(Id);

/// <summary><c>condition ? whenTrue : whenFalse</c>.</summary>
public sealed record Conditional(int Id, Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(Id);

/// <summary><c>(a, b, …)</c>: sizes per dimension, or several outputs.</summary>
public sealed record TupleOf(int Id, EquatableArray<Expression> Elements) : Expression(Id);

/// <summary><c>target[1..^1, ..]</c>: some positions of a tensor, a range for each of its first dimensions; or elements of an
/// array.</summary>
public sealed record Positions(int Id, Expression Target, EquatableArray<PositionRange> Ranges) : Expression(Id);

/// <summary>A range; a bound that is not given lies at the end.</summary>
public sealed record PositionRange(PositionBound? From, PositionBound? To);

/// <summary>A bound of a range, counted from the first position on or, with <c>^</c>, from the end.</summary>
public sealed record PositionBound(Expression Value, bool IsFromEnd);

/// <summary><c>target[index]</c>: an element of an array, as <c>Split</c> makes one, or of a tuple.</summary>
public sealed record Index(int Id, Expression Target, Expression Position) : Expression(Id);

/// <summary><c>^value</c> as an index: counted from the end.</summary>
public sealed record FromEnd(int Id, Expression Value) : Expression(Id);

/// <summary><c>[a, b, .. c]</c>: a new array.</summary>
public sealed record ArrayOf(int Id, EquatableArray<Expression> Elements) : Expression(Id);

/// <summary><c>.. value</c> in an array: all elements of another.</summary>
public sealed record ElementsOf(int Id, Expression Value) : Expression(Id);

/// <summary><c>new Tensor[length]</c>: an array whose elements are assigned later.</summary>
public sealed record NewArray(int Id, Expression Length) : Expression(Id);

/// <summary>A layer as a value, or all layers of an array of them.</summary>
public sealed record LayerReference(int Id, string Field) : Expression(Id);

/// <summary>A call of a layer that is a value: <c>heads[i](x)</c>.</summary>
public sealed record CallValue(int Id, Expression Target, EquatableArray<Argument> Arguments) : Expression(Id);

/// <summary>A call of one of the type's <see cref="BlockSpec.Methods"/>; one argument for each of its parameters.</summary>
public sealed record CallMethod(int Id, string Method, EquatableArray<Expression> Arguments) : Expression(Id);

/// <summary><c>throw new ArgumentException(message)</c>: what a declaration says of its own arguments.</summary>
public sealed record Fail(int Id, Expression Message) : Expression(Id);
