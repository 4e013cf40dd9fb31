using System.Buffers.Binary;
using System.Text;

namespace Fusion.Training.Tests.Torch;

/// <summary>
/// The versions of other libraries' symbols that a 64-bit little-endian ELF library asks for: the section SHT_GNU_verneed of the Linux
/// Standard Base, "Symbol Versioning".
/// </summary>
internal static class ElfVersionNeeds
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;
    private const int NextRecord = 12;
    private const int SectionTable = 40, SectionSize = 58, SectionCount = 60;

    /// <summary>Marks the need of a version as weak: the loader does without it where the other library has no such version.</summary>
    /// <param name="library">The bytes of the file, which are changed: two for each need.</param>
    /// <returns>How many needs of that version there are.</returns>
    public static int Weaken(byte[] library, string version)
    {
        byte[] wanted = [.. Encoding.ASCII.GetBytes(version), 0];
        int found = 0;
        foreach (var (needs, names) in NeedSections(library))
        {
            foreach (int need in Chain(library, needs))
            {
                foreach (int entry in Chain(library, need + Int(library, need + 8)))
                {
                    if (!library.AsSpan(names + Int(library, entry + 8)).StartsWith(wanted)) continue;
                    Span<byte> flags = library.AsSpan(entry + 4);
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak));
                    found++;
                }
            }
        }
        return found;
    }

    /// <summary>Where the needs begin, and where the names that they point into do.</summary>
    private static IEnumerable<(int Needs, int Names)> NeedSections(byte[] library)
    {
        int table = Long(library, SectionTable), size = Short(library, SectionSize), count = Short(library, SectionCount);
        for (int i = 0; i < count; i++)
        {
            int section = table + i * size;
            if ((uint)Int(library, section + 4) != VersionNeedSection) continue;
            int linked = table + Int(library, section + 40) * size;
            yield return (Long(library, section + 24), Long(library, linked + 24));
        }
    }

    /// <summary>The places of records of which each says how far away the next one is, the last one zero.</summary>
    private static IEnumerable<int> Chain(byte[] library, int first)
    {
        for (int place = first; ; place += Int(library, place + NextRecord))
        {
            yield return place;
            if (Int(library, place + NextRecord) == 0) yield break;
        }
    }

    private static int Short(byte[] library, int at) => BinaryPrimitives.ReadUInt16LittleEndian(library.AsSpan(at));

    private static int Int(byte[] library, int at) => BinaryPrimitives.ReadInt32LittleEndian(library.AsSpan(at));

    private static int Long(byte[] library, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(library.AsSpan(at)));
}
