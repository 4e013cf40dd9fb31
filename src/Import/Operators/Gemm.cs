using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Gemm
{
    public static void Import(NodeContext context)
    {
        TracedValue a = context.Traced(0);
        if (a.Rank != 2) throw new ImportException($"the first input has the dimensions {ConstantTensor.Text(a.Sizes)}; two were expected");
        if (context.Int("transA", 0) != 0) a = a with { Dims = [a.Dims[1], a.Dims[0]] };
        float alpha = context.Float("alpha", 1), beta = context.Float("beta", 1);
        bool transposed = context.Int("transB", 0) != 0;
        if (context.Input(1).Constant is not { } b)
        {
            ImportedValue product = MatrixProduct.OfValues(context, a, context.Traced(1), transposed);
            if (alpha != 1) product = Arithmetic.Scale(context, product.Traced!, alpha, 0);
            if (context.Has(2)) product = Arithmetic.Add(context, product, Scaled(context.Input(2), beta));
            context.Return(product);
            return;
        }

        ConstantTensor weight = transposed ? b : b.Transposed([1, 0]);
        if (alpha != 1) weight = Times(weight, alpha);
        int outputs = weight.Dimensions[0];
        if (weight.Dimensions[1] != a.Sizes[1])
            throw new ImportException(
                $"the weight {ConstantTensor.Text(b.Dimensions)} takes {weight.Dimensions[1]} values, but the input "
                + $"{ConstantTensor.Text(a.Sizes)} has {a.Sizes[1]}");
        ConstantTensor? bias = context.Has(2) ? context.Input(2).Constant : null;
        bool isBias = bias is not null && (bias.Elements == 1 || (bias.Elements == outputs && bias.Dimensions[^1] == outputs));
        string path = context.Path(1);
        context.Weight(path + ".weight", weight);
        if (isBias) context.Weight(path + ".bias", Times(NumpyShape.Spread(bias!.Reshaped([(int)bias.Elements]), [outputs]), beta));
        TracedValue result = Linears.Apply(context, a, new Linear(path, outputs, isBias), path);
        context.Return(context.Has(2) && !isBias ? Arithmetic.Add(context, result, Scaled(context.Input(2), beta)) : result);

        ImportedValue Scaled(ImportedValue value, float factor) => factor == 1 ? value
            : value.Constant is { } constant ? Times(constant, factor)
            : Arithmetic.Scale(context, value.Traced!, factor, 0);
    }

    private static ConstantTensor Times(ConstantTensor tensor, float factor) => factor == 1 ? tensor
        : ConstantTensor.OfFloats(tensor.Dimensions, () => Array.ConvertAll(tensor.Floats, value => value * factor)).Named(tensor.Name);
}
