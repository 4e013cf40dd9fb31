using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Values that are only moved.</summary>
internal static class GpuCopyEmitter
{
    public static void Emit(GpuMapWriter map) => map.Declare("v", map.Input.At("position", "channel"));

    public static void EmitSubsample(GpuMapWriter map)
    {
        EquatableArray<int> stride = PackedConvolution.ThreeOf(((Subsample)map.Plan.Operation).Stride, 1);
        map.Locate();
        string At(int axis) => map.Place(axis) == "0" ? "0" : GpuValue.Times(map.Place(axis), stride[axis]);
        map.Declare("v", map.At(At(0), At(1), At(2)));
    }

    public static void EmitPadChannels(GpuMapWriter map)
    {
        var pad = (PadChannels)map.Plan.Operation;
        int channels = map.Plan.Inputs[0].Channels;
        map.Writer.Line($"int source = channel - {pad.Before};");
        map.Declare("v", "0f");
        map.Writer.Line($"if (source >= 0 && source < {channels}) v = {map.Input.At("position", "source")};");
    }

    public static void EmitShuffle(GpuMapWriter map)
    {
        int groups = ((ChannelShuffle)map.Plan.Operation).Groups, channels = map.Output.Channels;
        map.Declare("v", map.Input.At("position", $"(channel % {groups} * {channels / groups} + channel / {groups})"));
    }

    public static void EmitInterleave(GpuMapWriter map)
    {
        GpuValue odd = map.Context.Value("x2", map.Plan.Inputs[1], map.OfVectors);
        map.Writer.Line(odd.Declaration);
        map.Declare("v", $"channel % 2 == 0 ? {map.Input.At("position", "(channel / 2)")} : {odd.At("position", "(channel / 2)")}");
    }

    /// <summary>Channels first: all pixels of a channel, then those of the next.</summary>
    public static void EmitFlatten(GpuMapWriter map)
    {
        int pixels = map.Plan.Inputs[0].Pixels;
        map.Declare("v", map.Input.At($"position * {pixels} + channel % {pixels}", $"channel / {pixels}"));
    }
}
