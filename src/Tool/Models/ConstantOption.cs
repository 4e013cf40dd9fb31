using System.Globalization;
using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Models;

/// <summary>Inputs of a model that are constants, as they are written on the command line: <c>sr=16000</c>, <c>size=480,640</c>.</summary>
internal static class ConstantOption
{
    /// <summary>The values by the inputs' names.</summary>
    /// <exception cref="ToolException">A value is none.</exception>
    public static Dictionary<string, double[]> Parse(IEnumerable<string> options)
    {
        var values = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (string option in options)
        {
            int equals = option.LastIndexOf('=');
            string name = equals > 0 ? option[..equals] : "";
            string[] parts = option[(equals + 1)..].Split(',');
            double[] numbers = new double[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                if (name.Length == 0 || !TryParse(parts[i], out numbers[i]))
                    throw new ToolException($"--constant {option}: the name of an input and its value were expected, as in sr=16000 or "
                        + "size=480,640.");
            }

            if (!values.TryAdd(name, numbers)) throw new ToolException($"--constant {option}: a value for '{name}' is given twice.");
        }

        return values;
    }

    /// <summary>The values as tensors of the inputs' shapes; one number is for all elements.</summary>
    /// <exception cref="ToolException">The model has no such input, or its shape has other elements.</exception>
    public static Dictionary<string, ConstantTensor> For(
        ModelFile model, IReadOnlyDictionary<string, double[]> values, IReadOnlyDictionary<string, int[]> shapes)
    {
        var tensors = new Dictionary<string, ConstantTensor>(StringComparer.Ordinal);
        foreach (var (name, numbers) in values)
        {
            ModelValue input = model.Graph.Inputs.FirstOrDefault(input => input.Name == name) ?? throw Unknown(model, name);
            int[] shape = shapes.GetValueOrDefault(name) ?? Shape(input, numbers.Length);
            long elements = shape.Aggregate(1L, (product, size) => product * size);
            if (numbers.Length != 1 && numbers.Length != elements)
            {
                throw new ToolException($"--constant {name}: there are {numbers.Length} numbers, but the input has the shape "
                    + $"{ConstantTensor.Text(shape)} of {elements}.");
            }

            double[] all = numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], checked((int)elements))] : numbers;
            tensors[name] = Tensor(input, shape, all);
        }

        return tensors;
    }

    public static ToolException Unknown(ModelFile model, string name) => new($"The model has no input '{name}'; its inputs are "
        + $"{string.Join(", ", model.Graph.Inputs.Select(input => $"'{input.Name}'"))}.");

    private static ConstantTensor Tensor(ModelValue input, int[] shape, double[] numbers)
    {
        if (input.Type.IsFloating() || input.Type == ElementType.Undefined)
            return ConstantTensor.OfFloats(shape, Array.ConvertAll(numbers, number => (float)number));
        return Array.Exists(numbers, number => number != Math.Floor(number))
            ? throw new ToolException($"--constant {input.Name}: the input holds {input.Type}; whole numbers were expected.")
            : ConstantTensor.OfIntegers(shape, Array.ConvertAll(numbers, number => (long)number));
    }

    /// <summary>The file's shape; a dimension that it leaves open is 1 or, where it is the only one, whatever was given.</summary>
    private static int[] Shape(ModelValue input, int count) => input.Dimensions switch
    {
        null => count == 1 ? [] : [count],
        [{ Size: null or 0 }] => [count],
        var dimensions => [.. dimensions.Select(dimension => dimension.Size is { } size and > 0 ? checked((int)size) : 1)],
    };

    private static bool TryParse(string text, out double number)
    {
        number = text.Trim().ToLowerInvariant() switch { "true" => 1, "false" => 0, _ => double.NaN };
        return !double.IsNaN(number)
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }
}
