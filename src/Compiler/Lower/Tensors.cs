namespace Fusion.Compiler.Lower;

/// <summary>A tensor of the graph, as a value of an expression: the id of its node.</summary>
internal sealed record TensorValue(int Node);

/// <summary>Several values: the parts of a <c>Split</c>, or a tuple that is not all whole numbers.</summary>
internal sealed record Several(EquatableArray<object> Items);
