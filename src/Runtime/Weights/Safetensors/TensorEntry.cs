namespace Fusion;

/// <summary>A tensor as the header of a <c>.safetensors</c> file describes it, checked against itself.</summary>
/// <param name="Name">The name.</param>
/// <param name="DataType">A type that the format has.</param>
/// <param name="Dimensions">The shape.</param>
/// <param name="Begin">The first byte, from the start of the data.</param>
/// <param name="End">The byte after the last one: as far from the first as shape and type ask for.</param>
internal sealed record TensorEntry(string Name, string DataType, int[] Dimensions, long Begin, long End)
{
    public long Elements => Shapes.Elements(Dimensions);
}
