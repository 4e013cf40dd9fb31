namespace Fusion.Compiler.Emit;

/// <summary>What is known of a network whose declaration is wrong, for the members that targets add to it.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Inputs">The names of the inputs.</param>
/// <param name="Outputs">The names of the outputs.</param>
/// <param name="Ranks">The ranks of the declared sizes, where there are several sizes.</param>
/// <param name="Taken">The names of members that the user's class has itself; what is generated under them is left out.</param>
/// <param name="Thrown">The expression that every member throws.</param>
public sealed record PlaceholderText(
    NetworkClass Class, EquatableArray<string> Inputs, EquatableArray<string> Outputs, EquatableArray<int> Ranks,
    EquatableArray<string> Taken, string Thrown);
