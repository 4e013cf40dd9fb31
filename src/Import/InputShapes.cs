using Fusion.Import.Protocol;

namespace Fusion.Import;

/// <summary>The shapes of a model's inputs: those of the file, or those that were given.</summary>
internal static class InputShapes
{
    private const long MostElements = 1L << 31;

    /// <summary>One shape for each input that is no constant.</summary>
    /// <exception cref="ImportException">Shapes are open, negative or too large, or inputs hold no floats; the message names all of
    /// them.</exception>
    public static Dictionary<string, int[]> Of(ModelFile model, ImportOptions options)
    {
        ModelValue[] inputs = [.. model.Graph.Inputs.Where(input => !options.Constants.ContainsKey(input.Name))];
        OpenInputs.Require(model, inputs, options);
        return inputs.ToDictionary(input => input.Name, input => Of(input, options));
    }

    /// <summary>Whether the file leaves the first dimension open, and nothing says that it is no batch.</summary>
    public static bool HasOpenBatch(ModelValue input) =>
        input.Dimensions is [{ Size: null or 0 } first, ..] && !DimensionNames.IsLength(first.Name);

    /// <summary>Whether a size must be given for a dimension: an open first one is the batch, of which the network takes one sample after
    /// the other.</summary>
    public static bool IsOpen(ModelValue input, int dimension) =>
        input.Dimensions![dimension].Size is null or 0 && !(dimension == 0 && HasOpenBatch(input));

    private static int[] Of(ModelValue input, ImportOptions options)
    {
        if (options.Shapes.TryGetValue(input.Name, out int[]? given)) return given;
        int[] shape = new int[input.Dimensions!.Count];
        Int128 elements = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            long size = input.Dimensions[i].Size is { } known and not 0 ? known : 1;
            if (size < 0 || (elements *= Math.Max(1, size)) > MostElements)
                throw new ImportException(
                    $"The input '{input.Name}' has the shape [{string.Join(", ", input.Dimensions)}], which is negative or too large.");
            shape[i] = (int)size;
        }

        return shape;
    }
}
