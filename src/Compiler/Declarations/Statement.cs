namespace Fusion.Compiler.Declarations;

/// <summary>A statement of a <c>Forward</c> method's body.</summary>
public abstract record Statement(int Id);

/// <summary>
/// A statement that Parse could not read; what is wrong is reported already. Every local may have another value afterwards.
/// </summary>
public sealed record UnreadableStatement(int Id) : Statement(Id);

/// <summary>Declares one local, or several where a tuple or an array is taken apart: <c>var (a, b) = Split(x, 2);</c></summary>
public sealed record DeclareLocals(int Id, EquatableArray<string> Names, Expression Value) : Statement(Id);

/// <summary>Assigns to existing locals. <c>x += y</c> arrives as <c>x = x + y</c>.</summary>
public sealed record Assign(int Id, EquatableArray<string> Names, Expression Value) : Statement(Id);

/// <summary><c>if</c> over a constant condition.</summary>
public sealed record If(int Id, Expression Condition, EquatableArray<Statement> Then, EquatableArray<Statement> Else) : Statement(Id);

/// <summary><c>for</c> with constant bounds: <c>for (int i = First; condition; i = next)</c>.</summary>
public sealed record For(int Id, string Variable, Expression First, Expression Condition, Expression Next,
    EquatableArray<Statement> Body) : Statement(Id);

/// <summary><c>foreach</c> over an array. Several names take each element apart.</summary>
public sealed record ForEach(int Id, EquatableArray<string> Names, Expression Source, EquatableArray<Statement> Body) : Statement(Id);

/// <summary><c>while</c> over a condition that becomes false.</summary>
/// <param name="RunsFirst">Whether it is <c>do … while</c>.</param>
public sealed record While(int Id, Expression Condition, EquatableArray<Statement> Body, bool RunsFirst) : Statement(Id);

/// <summary><c>break;</c> or <c>continue;</c>.</summary>
public sealed record Jump(int Id, bool Ends) : Statement(Id);

/// <summary><c>target[position] = value;</c></summary>
public sealed record AssignElement(int Id, Expression Target, Expression Position, Expression Value) : Statement(Id);

/// <summary><c>return value;</c> — a tuple where the network has several outputs.</summary>
public sealed record Return(int Id, Expression Value) : Statement(Id);
