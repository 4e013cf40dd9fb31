namespace Fusion;

/// <summary>A tensor as the header of a <c>.safetensors</c> file describes it, checked against itself.</summary>
/// <param name="Name">The name.</param>
/// <param name="DataType">The type: one of the format's, or one that this reader does not know, whose values can only be skipped.</param>
/// <param name="Dimensions">The shape.</param>
/// <param name="Begin">The first byte, from the start of the data.</param>
/// <param name="End">The byte after the last one: as far from the first as shape and type ask for, where the type is known.</param>
internal sealed record TensorEntry(string Name, string DataType, int[] Dimensions, long Begin, long End)
{
    public long Elements => Shapes.Elements(Dimensions);
}
