namespace Fusion.Gpu.Execution;

/// <summary>Where the tensors of one of a network's sizes lie.</summary>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
internal sealed record VariantPlaces(TensorPlaces Inputs, TensorPlaces Outputs)
{
    public static VariantPlaces Of(NetworkVariant variant, int batch) =>
        new(new TensorPlaces(variant.Inputs, batch), new TensorPlaces(variant.Outputs, batch));
}
