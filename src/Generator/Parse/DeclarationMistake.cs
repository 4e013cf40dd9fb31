namespace Fusion.Generator.Parse;

/// <summary>What is wrong with a training, or with an alignment by itself.</summary>
/// <param name="Text">One sentence.</param>
/// <param name="Attribute">Which of the class's attributes it is about; −1 for the one that makes the class what it is.</param>
/// <param name="Node">The node of the trained network that it is about; −1 for none.</param>
internal sealed record DeclarationMistake(string Text, int Attribute = -1, int Node = -1);
