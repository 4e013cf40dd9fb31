using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Enlarges by whole factors: the nearest pixel, or a mean of two by two weighted by distance.</summary>
internal static class GpuUpsampleEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        var upsample = (Upsample)map.Plan.Operation;
        int[] scale = [.. Enumerable.Repeat(1, 3 - upsample.Scale.Count), .. upsample.Scale];
        map.Locate();
        if (upsample.Mode == UpsampleMode.Nearest)
        {
            string At(int axis) => map.Place(axis) == "0" ? "0" : GpuValue.Divided(map.Place(axis), scale[axis]);
            map.Declare("v", map.At(At(0), At(1), At(2)));
            return;
        }
        EmitBilinear(map, upsample, scale);
    }

    private static void EmitBilinear(GpuMapWriter map, Upsample upsample, int[] scale)
    {
        CodeWriter writer = map.Writer;
        int[] from = GpuMapWriter.SizesOf(map.Plan.Inputs[0]), to = GpuMapWriter.SizesOf(map.Output);
        int[] enlarged = [.. Enumerable.Range(0, 3).Where(axis => scale[axis] > 1)];
        foreach (int axis in enlarged)
            EmitPosition(writer, upsample.AlignCorners, GpuMapWriter.Axes[axis], scale[axis], from[axis], to[axis]);
        // All corners, the last axis fastest; then axis by axis, the last first, two become one.
        var names = new List<string>();
        for (int corner = 0; corner < 1 << enlarged.Length; corner++)
        {
            string At(int axis)
            {
                int bit = Array.IndexOf(enlarged, axis);
                if (bit < 0) return map.Place(axis);
                return GpuMapWriter.Axes[axis] + ((corner >> (enlarged.Length - 1 - bit) & 1) == 0 ? "First" : "Second");
            }
            names.Add("corner" + corner);
            map.Declare("corner" + corner, map.At(At(0), At(1), At(2)));
        }
        foreach (int axis in Enumerable.Reverse(enlarged))
        {
            var mixed = new List<string>();
            for (int i = 0; i < names.Count; i += 2)
            {
                string first = names[i], second = names[i + 1];
                string Mix(string lane) =>
                    map.Context.Functions.Call("Mix", first + lane, second + lane, GpuMapWriter.Axes[axis] + "Share");
                map.Each(lane => $"{first}{lane} = {Mix(lane)};");
                mixed.Add(first);
            }
            names = mixed;
        }
        if (enlarged.Length == 0) map.Declare("v", map.At(map.Place(0), map.Place(1), map.Place(2)));
        else map.Declare("v", names[0]);
    }

    /// <summary>The two positions between which one lies, and the second one's share, as a fraction of whole numbers.</summary>
    private static void EmitPosition(CodeWriter writer, bool alignCorners, string name, int scale, int from, int to)
    {
        // Half pixels: (2 · position + 1 − scale) / (2 · scale), from the first centre on.
        string numerator = alignCorners ? GpuValue.Times(name, from - 1) : $"2 * {name} + 1 - {scale}";
        int denominator = alignCorners ? to - 1 : 2 * scale;
        writer.Line($"int {name}At = {(numerator.Length == 0 ? "0" : numerator)};");
        if (!alignCorners) writer.Line($"if ({name}At < 0) {name}At = 0;");
        writer.Line($"int {name}First = {name}At / {denominator} < {from - 1} ? {name}At / {denominator} : {from - 1};");
        writer.Line($"int {name}Second = {name}First < {from - 1} ? {name}First + 1 : {name}First;");
        writer.Line($"float {name}Share = ({name}At - {name}First * {denominator}) / {CodeWriter.Float(denominator)};");
    }
}
