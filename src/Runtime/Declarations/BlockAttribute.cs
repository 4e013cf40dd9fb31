namespace Fusion;

/// <summary>
/// Marks a class as a block: a piece of a network with parameters of its own, which are those of its primary constructor. Expression
/// strings in its attributes and its <c>Forward</c> may use them.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BlockAttribute : Attribute;
