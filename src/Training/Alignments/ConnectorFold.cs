namespace Fusion.Training;

/// <summary>Merges a linear connector into the layer before it.</summary>
internal static class ConnectorFold
{
    /// <param name="student">The student's weights.</param>
    /// <param name="layer">The layer's path.</param>
    /// <param name="leftOut">The parameters of the student that the result does not have.</param>
    /// <param name="connector">The connector's weights.</param>
    /// <param name="name">The connector's path.</param>
    /// <exception cref="WeightsException">The layer is not there, or does not fit.</exception>
    public static StateDict Into(StateDict student, string layer, IReadOnlyList<string> leftOut, StateDict connector, string name)
    {
        if (!student.TryGet(layer + ".weight", out WeightTensor? own) || !own.IsFloat)
            throw new WeightsException($"{layer}.weight was not found among the student's weights; {name} is to be merged into it.");
        WeightTensor weight = connector[name + ".weight"];
        int outputs = weight.Dimensions[0], middle = weight.Dimensions[1],
        inputs = (int)(own.Values.Length / Math.Max(1, own.Dimensions[0]));
        if (own.Dimensions[0] != middle)
            throw new WeightsException(
                $"{layer}.weight has {own.Dimensions[0]} outputs; {middle} were expected, as many as the connector {name} takes.");
        float[]? before = Bias(student, layer), behind = Bias(connector, name);
        var merged = new StateDict();
        foreach (WeightTensor tensor in student.Tensors)
            if (tensor.IsFloat && tensor.Name != layer + ".weight" && tensor.Name != layer + ".bias" && !leftOut.Contains(tensor.Name))
                merged.Add(tensor.Name, tensor.Dimensions, tensor.Values.ToArray());
        merged.Add(layer + ".weight", [outputs, .. own.Dimensions.Skip(1)], Product(weight.Values, own.Values, outputs, middle, inputs));
        if (before is not null || behind is not null)
            merged.Add(layer + ".bias", [outputs], Shift(weight.Values, before, behind, outputs, middle));
        return merged;
    }

    private static float[] Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int rows, int middle, int columns)
    {
        float[] product = new float[checked(rows * columns)];
        double[] sums = new double[columns];
        for (int row = 0; row < rows; row++)
        {
            Array.Clear(sums);
            for (int k = 0; k < middle; k++)
            {
                double factor = left[row * middle + k];
                for (int column = 0; column < columns; column++) sums[column] += factor * right[k * columns + column];
            }
            for (int column = 0; column < columns; column++) product[row * columns + column] = (float)sums[column];
        }
        return product;
    }

    private static float[] Shift(ReadOnlySpan<float> weight, float[]? before, float[]? behind, int outputs, int middle)
    {
        float[] bias = new float[outputs];
        for (int row = 0; row < outputs; row++)
        {
            double sum = behind?[row] ?? 0;
            for (int k = 0; k < middle && before is not null; k++) sum += (double)weight[row * middle + k] * before[k];
            bias[row] = (float)sum;
        }
        return bias;
    }

    private static float[]? Bias(StateDict weights, string path) =>
        weights.TryGet(path + ".bias", out WeightTensor? bias) ? bias.Values.ToArray() : null;
}
