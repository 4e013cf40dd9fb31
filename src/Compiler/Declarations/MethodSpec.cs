namespace Fusion.Compiler.Declarations;

/// <summary>
/// A method of the user's own that a declaration calls: over tensors in <c>Forward</c>, over numbers in expressions. Its expressions are
/// numbered among those of the type that calls it, wherever it is written. A static value is a method without parameters.
/// </summary>
/// <param name="Key">The name under which <see cref="CallMethod.Method"/> finds it.</param>
/// <param name="Name">Its own name, for messages.</param>
/// <param name="Enclosing">The key of the method in which it is a local function that sees the locals there, empty for
/// <c>Forward</c>; null where it sees nothing but its parameters.</param>
/// <param name="IsInstance">Whether it sees the parameters of the block.</param>
public sealed record MethodSpec(int Id, string Key, string Name, string? Enclosing, bool IsInstance,
    EquatableArray<MethodParameter> Parameters, EquatableArray<Statement> Body);

/// <summary>A parameter of a method. <see cref="Type"/> is <c>int</c>, <c>double</c>, <c>bool</c> or <c>string</c>; empty where it is
/// none of them, of which C# has checked the argument.</summary>
public sealed record MethodParameter(string Name, string Type);
