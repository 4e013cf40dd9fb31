namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Values that are repeated along axes in which they have the size 1.</summary>
internal static class GpuBroadcastEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        map.Locate();
        int[] own = GpuMapWriter.SizesOf(map.Plan.Inputs[0]);
        string Place(int axis) => own[axis] == 1 ? "0" : map.Place(axis);
        map.Declare("v", map.At(Place(0), Place(1), Place(2), map.Plan.Inputs[0].Channels == 1 ? "0" : "channel"));
    }
}
