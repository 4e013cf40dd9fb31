using System.Buffers.Binary;
using Fusion.Gpu.Runtime;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Support;

/// <summary>The parameters of <see cref="GpuKernelMethod"/> as they lie in memory: of each buffer its address and its length, the samples,
/// and the places.</summary>
internal static class KernelParameters
{
    public static byte[] Of(PtxKernel kernel, PtxMachine machine, int batch, GpuPlaces p, params ReadOnlySpan<ulong> buffers)
    {
        Assert.Equal([16, 16, 16, 16, 4, 64], kernel.Parameters.Select(parameter => parameter.Bytes));
        byte[] bytes = new byte[kernel.Parameters[^1].Offset + kernel.Parameters[^1].Bytes];
        for (int i = 0; i < buffers.Length; i++)
        {
            Span<byte> view = bytes.AsSpan(kernel.Parameters[i].Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(view, buffers[i]);
            BinaryPrimitives.WriteInt64LittleEndian(view[8..], machine.Global.Find(buffers[i], 1, out _)!.Words.LongLength);
        }
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(kernel.Parameters[4].Offset), batch);
        Span<byte> places = bytes.AsSpan(kernel.Parameters[5].Offset);
        foreach (long place in (ReadOnlySpan<long>)[p.P0, p.P1, p.P2, p.P3, p.P4, p.P5, p.P6, p.P7])
        {
            BinaryPrimitives.WriteInt64LittleEndian(places, place);
            places = places[8..];
        }
        return bytes;
    }
}
